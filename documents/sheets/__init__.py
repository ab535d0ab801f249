"""The sheets (表单): one declaration each, from which page, checks, PDF and workbook are made."""
