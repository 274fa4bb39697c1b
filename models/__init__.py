"""Networks: where they come from, how they are converted, what goes in and what comes out."""

import os

# From 1.29 on ONNX Runtime reports to its makers which networks run where, unless it finds this
# when it is loaded: first thing, before anything here loads it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
