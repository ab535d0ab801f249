"""The to-do centre (待办中心): what waits for me, what I did, what I sent."""
