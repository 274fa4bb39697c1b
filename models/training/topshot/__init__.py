"""Training of Top Shot's additive model: bursts of known worth, readings, pairwise fit, tuning.

people     who is trained on and who is kept for the evaluation
bursts     pictures of a person become bursts whose best frames are known
small_faces  others become faces far away, blurred and wrongly exposed
"""
