# Square products in NumPy (dot with out, which saves the allocation) or PyTorch (mm with out), GFLOP/s, in slices; which
# product is a slice's WHAT, as in: slice 0.5 FLOAT64 n = 64
#   products.py numpy|torch THREADS   THREADS 0: as it comes
import sys
import os
which, threads = sys.argv[1], int(sys.argv[2])
if threads: os.environ['OPENBLAS_NUM_THREADS'] = str(threads)
import numpy as np
from slices import serve
if which == 'torch':
    import torch
    if threads: torch.set_num_threads(threads)

def contender(n, dtype):
    a = np.random.RandomState(1).rand(n, n).astype(dtype); b = np.random.RandomState(2).rand(n, n).astype(dtype)
    if which == 'numpy':
        out = np.empty((n, n), dtype)
        return (lambda: np.dot(a, b, out=out)), (lambda: out), a, b
    ta, tb, out = torch.from_numpy(a), torch.from_numpy(b), torch.empty(n, n, dtype=getattr(torch, dtype))
    return (lambda: torch.mm(ta, tb, out=out)), (lambda: out.numpy()), a, b

judged = {}

def work(what):
    dtype, _, _, n = what.split(); n = int(n)
    if what not in judged:
        multiply, result, a, b = contender(n, dtype.lower())
        multiply()
        expected = a.astype(np.float64) @ b.astype(np.float64)
        assert np.abs(result() - expected).max() <= 4 * n * np.finfo(dtype.lower()).eps * expected.max(), what
        judged[what] = multiply
    multiply = judged[what]
    calls = max(1, int(2e6 / (2 * n ** 3)))
    for _ in range(calls): multiply()
    return calls * 2 * n ** 3 / 1e9

serve(work)
