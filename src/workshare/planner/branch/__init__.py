"""Branch and bound over the decisions of a project, where a general search spends its time elsewhere.

``decisions`` says what may be branched on and how part decisions are rounded to whole ones, ``tree`` searches,
``solver`` puts both behind the door that all goals go through, ``memory`` keeps where its linear problems ended.
"""
