"""How mail goes out: lanes, the queue, claiming, sending and settling."""
