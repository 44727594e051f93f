"""The rules of contact tracing as pure functions: facts and dated rules in, intervals with reasons out.

Nothing here knows Django, a clock or a file. The same facts under the same rules give the same
intervals, in whatever order they were recorded, because no function sees when a fact was recorded.
"""
