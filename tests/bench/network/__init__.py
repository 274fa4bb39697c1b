"""A bad network in the laboratory: seeded, with the truth of what it did.

line       what it does to each packet: loss alone and in bursts, jitter, reordering, delay
sender     sound as numbered Opus packets
virtual    a call in virtual time, through any receiver
plain      aiortc as it is, in virtual time
udp_proxy  the same line between two real sockets;  live: a call of aiortc through it
"""
