"""Training of the network of moving gestures on motions of our own making.

motions    what a hand can do for a while          scenes   a gesture between ordinary movements
hand_shape the hand that does it                    camera   what a tracker would make of it
windows    windows with their names                 perceptron   the network, its training, its file
"""
