"""The screens, one room a stage; they do not know each other. Put together by app/screens.py."""
