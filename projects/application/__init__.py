"""申报: the application, its budget lines, and the appraisal that reviews them."""
