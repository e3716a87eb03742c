"""The recipe of LeNet.java in PyTorch: the same records, order of records, initial weights, steps and judgement; what is
dropped are others.

python3 lenet_torch.py FOLDER SEED [EPOCHS], with OMP_NUM_THREADS=1 for one thread.
"""

import copy
import gzip
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

BATCH, RATE, L2, DROPOUT, HELD_OUT = 64, 0.002, 2e-4, 0.1, 12


def idx(folder, name):
    path = folder / name
    data = path.read_bytes() if path.exists() else gzip.decompress((folder / (name + ".gz")).read_bytes())
    extents = np.frombuffer(data, ">i4", data[3], 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(extents)


def read(folder, name):
    images = (idx(folder, name + "-images-idx3-ubyte").astype(np.float32) / 255 - 0.2860) / 0.3530
    labels = idx(folder, name + "-labels-idx1-ubyte")
    return torch.tensor(images, dtype=torch.float32)[:, None], torch.tensor(labels.astype(np.int64))


def network(seed):
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(DROPOUT),
        nn.Linear(400, 120), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    random = np.random.RandomState(seed)
    weights = [p for p in model.parameters() if p.dim() > 1]
    with torch.no_grad():
        for p in model.parameters():
            if p.dim() == 1:
                p.zero_()
        for p in weights:
            inputs = p[0].numel()
            variance = 2 / (inputs + len(p)) if p is weights[-1] else 2 / inputs  # Glorot before softmax, He before ReLU
            drawn = random.standard_normal(tuple(p.shape)) * np.sqrt(variance)
            p.copy_(torch.tensor(drawn))
    return model


def evaluate(model, x, y):
    model.eval()
    with torch.no_grad():
        outputs = torch.cat([model(x[i:i + 1000]) for i in range(0, len(x), 1000)])
    model.train()
    return nn.functional.cross_entropy(outputs, y).item(), (outputs.argmax(1) == y).double().mean().item()


def main():
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    x, y = read(folder, "train")
    cut = len(x) - len(x) // HELD_OUT
    held_out = x[cut:], y[cut:]
    torch.manual_seed(seed)  # of what is dropped
    model = network(seed)
    weights = [p for p in model.parameters() if p.dim() > 1]
    biases = [p for p in model.parameters() if p.dim() == 1]
    optimiser = torch.optim.Adam([{"params": weights, "weight_decay": L2}, {"params": biases}], lr=RATE)
    steps = epochs * -(-cut // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda done: 0.5 * (1 + np.cos(np.pi * done / steps)))
    random = np.random.RandomState(seed)
    order = random.permutation(cut)
    best, best_epoch, best_weights = -1, 0, None
    for epoch in range(1, epochs + 1):
        began = time.time()
        if epoch > 1:
            random.shuffle(order)
        sums, right = 0.0, 0
        for i in range(0, cut, BATCH):
            batch = torch.tensor(order[i:i + BATCH])
            optimiser.zero_grad()
            outputs = model(x[batch])
            cost = nn.functional.cross_entropy(outputs, y[batch])
            cost.backward()
            optimiser.step()
            schedule.step()
            sums += cost.item() * len(batch)
            right += (outputs.argmax(1) == y[batch]).sum().item()
        seconds = time.time() - began
        judged_cost, judged = evaluate(model, *held_out)
        if judged > best:
            best, best_epoch, best_weights = judged, epoch, copy.deepcopy(model.state_dict())
        print(f"epoch {epoch}/{epochs}  cost {sums / cut:.4f}  accuracy {right / cut:.4f}"
              f"  held out: cost {judged_cost:.4f}  accuracy {judged:.4f}  {seconds:.1f} s", flush=True)
    model.load_state_dict(best_weights)
    print(f"best with those held out: {best:.4f}, after epoch {best_epoch}")
    print(f"test accuracy: {evaluate(model, *read(folder, 't10k'))[1]:.4f}")


main()
