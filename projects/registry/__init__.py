"""The project registry (项目库): the project, its records, its papers, and who may see them."""
