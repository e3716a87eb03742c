#!/usr/bin/env python3
"""What PyTorch's optimisers take to update 535,040 parameters in FLOAT32, one thread: medians, in parameters a second.

  OMP_NUM_THREADS=1 updates.py
"""
import statistics
import time

import torch

SIZE, UPDATES, TURNS = 535_040, 200, 7
torch.set_num_threads(1)


def optimisers(parameters):
    optim = torch.optim
    yield "gradient-descent", optim.SGD(parameters, 1e-6)
    yield "momentum", optim.SGD(parameters, 1e-6, momentum=0.9)
    yield "rmsprop", optim.RMSprop(parameters, 1e-6)
    yield "adagrad", optim.Adagrad(parameters, 1e-6)
    yield "adam", optim.Adam(parameters, 1e-6)
    yield "adamw", optim.AdamW(parameters, 1e-6)


def main():
    parameter = torch.nn.Parameter(torch.rand(SIZE))
    parameter.grad = torch.rand(SIZE)
    for name, optimiser in optimisers([parameter]):
        turns = []
        for _ in range(TURNS):
            began = time.perf_counter()
            for _ in range(UPDATES):
                optimiser.step()
            turns.append((time.perf_counter() - began) / UPDATES)
        seconds = statistics.median(turns)
        print(f"{name:18} {seconds * 1e6:8.0f} us {SIZE / seconds / 1e6:10.0f} Mparameters/s", flush=True)


if __name__ == "__main__":
    main()
