"""Qt screens; they talk to kcdesk.work through kcdesk.ui.desk only."""
