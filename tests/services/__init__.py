"""Servers that tests start themselves: on free ports, with data folders of their own, gone when the tests end."""
