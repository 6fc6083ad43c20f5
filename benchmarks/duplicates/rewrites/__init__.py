"""Rewrites by hand: is the proposal that asks for the same in other words found, and what is it called?"""
