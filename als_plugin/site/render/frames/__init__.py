"""The fast renderer: the theme's own output taken apart once, and filled for each page.

It gives what MkDocs would give, byte for byte, or it says that it cannot (`Unfit`) and MkDocs renders the set.
"""
