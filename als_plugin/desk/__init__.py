"""The desk: pages on the facilitator's own computer, over the same functions as the commands. Nobody else can reach them."""
