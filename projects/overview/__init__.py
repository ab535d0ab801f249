"""What spans the stages: project page, workbench, ledger. No tables."""
