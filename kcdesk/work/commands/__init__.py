"""Every command with its handler, one room a stage; `kcdesk.work.registry` gathers them."""
