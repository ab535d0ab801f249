"""采购合同: tenders and contracts."""
