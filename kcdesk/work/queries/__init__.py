"""Every query, one room a stage; `kcdesk.work.registry` gathers them."""
