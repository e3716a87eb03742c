# Computes a product with NumPy and, where it is asked for, PyTorch, and prints which libraries the process has mapped then.
#   blas.py [MODULE…]   more modules that must be there
import importlib, sys
for module in sys.argv[1:]: importlib.import_module(module)
import numpy as np
a = np.ones((64, 64)); a @ a
if 'torch' in sys.argv: import torch; b = torch.ones(64, 64); b @ b
try:
    print(*sorted({line.split(None, 5)[5].strip() for line in open('/proc/self/maps') if '/' in line}), sep='\n')
except OSError:  # no Linux
    try:
        import threadpoolctl
        print(*[pool['filepath'] for pool in threadpoolctl.threadpool_info()], sep='\n')
    except ImportError: pass
