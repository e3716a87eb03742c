# Square products in NumPy (dot with out, which saves the allocation) or PyTorch (mm with out), GFLOP/s.
#   products.py numpy|torch THREADS N,N,...   THREADS 0: as it comes
import sys, time
import os
which, threads, sizes = sys.argv[1], int(sys.argv[2]), [int(n) for n in sys.argv[3].split(',')]
if threads: os.environ['OPENBLAS_NUM_THREADS'] = str(threads)
import numpy as np
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

def rate(n, dtype):
    multiply, result, a, b = contender(n, dtype)
    multiply()
    expected = a.astype(np.float64) @ b.astype(np.float64)
    assert np.abs(result() - expected).max() <= 4 * n * np.finfo(dtype).eps * expected.max(), (n, dtype)
    calls = max(1, int(2e8 / (2 * n ** 3)))
    end = time.perf_counter() + 0.1
    while time.perf_counter() < end: multiply()
    times = []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(calls): multiply()
        times.append((time.perf_counter() - start) / calls)
    return 2 * n ** 3 / np.median(times) / 1e9

for n in sizes:
    print(f"{n} {which} f64 {rate(n, 'float64'):.2f} f32 {rate(n, 'float32'):.2f}", flush=True)
