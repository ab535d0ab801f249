"""Reading across the stages: navigation, workbench, ledger, project page."""
