"""Practical tasks, one row each: the activity's type, and how a person does the task of an item.

A function gets the person (hands.py: `name` is "keyboard" or "actions"; press, fill, choose, key, find, look), the item
and whether it is to be done rightly. It leaves the question ready to be confirmed.
"""

ACTIVITIES = {}
