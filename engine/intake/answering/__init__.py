# Part of store_group. License LGPL-3.
"""Questions of one cause, what is proposed as their answer, and what an answer does to a content."""
