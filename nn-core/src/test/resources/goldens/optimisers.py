#!/usr/bin/env python3
"""Prints optimisers.json: the cost before each of 100 updates, by PyTorch's optimisers, schedules and clips.

    OMP_NUM_THREADS=1 python3 optimisers.py > optimisers.json

LAMB, which PyTorch does not have, is a NumPy transcription of Algorithm 2 of its paper (below).
Batches are taken in NumPy's order, RandomState(SEED).permutation, shuffled again before each further epoch.
"""

import json

import numpy as np
import torch

INPUTS, HIDDEN, CLASSES = 4, (6, 5), 3
RECORDS, BATCH, EPOCHS, SEED = 60, 16, 25, 7
STEPS = EPOCHS * ((RECORDS - 1) // BATCH + 1)


def problem():
    random = np.random.RandomState(2)
    features = random.normal(size=(RECORDS, INPUTS)).round(3)
    scores = np.tanh(features @ random.normal(size=(INPUTS, CLASSES)) * 2) + 0.3 * random.normal(size=(RECORDS, CLASSES))
    sizes = (INPUTS, *HIDDEN, CLASSES)
    return {
        "features": features.tolist(),
        "targets": np.eye(CLASSES, dtype=int)[scores.argmax(axis=1)].tolist(),
        "activations": ["tanh", "tanh", "softmax"],
        "cost": "categorical-cross-entropy",
        "weights": [random.uniform(-0.7, 0.7, size=(n, m)).round(4).tolist() for m, n in zip(sizes, sizes[1:])],
        "biases": [random.uniform(-0.1, 0.1, size=n).round(4).tolist() for n in sizes[1:]],
    }


class Lamb:
    """You et al., Large Batch Optimization for Deep Learning, ICLR 2020, Algorithm 2, with phi(z) = z.

    Only weights decay and have a trust ratio, as exclude_from_weight_decay and exclude_from_layer_adaptation of the
    authors' program (github.com/google-research/albert, lamb_optimizer.py) do with biases and normalisations.
    """

    def __init__(self, parameters, lr, betas, eps, weight_decay):
        self.parameters, self.lr, self.betas, self.eps, self.weight_decay = parameters, lr, betas, eps, weight_decay
        self.m = [np.zeros(p.shape) for p in parameters]
        self.v = [np.zeros(p.shape) for p in parameters]
        self.t = 0

    def step(self):
        self.t += 1
        beta1, beta2 = self.betas
        for i, parameter in enumerate(self.parameters):
            x, g, is_weight = parameter.detach().numpy(), parameter.grad.numpy(), parameter.dim() == 2
            self.m[i] = beta1 * self.m[i] + (1 - beta1) * g
            self.v[i] = beta2 * self.v[i] + (1 - beta2) * g * g
            m = self.m[i] / (1 - beta1**self.t)
            v = self.v[i] / (1 - beta2**self.t)
            r = m / (np.sqrt(v) + self.eps)
            u = r + self.weight_decay * x if is_weight else r
            ratio = np.linalg.norm(x) / np.linalg.norm(u) if is_weight else 1.0
            x -= self.lr * ratio * u  # the parameter's own memory


def clip_by_norm(parameters, limit):
    """clip_grad_norm_ adds 1e-6 to the norm; of gradients 2**30 times as large that does not show."""
    scale = 2.0**30
    for p in parameters:
        p.grad *= scale
    torch.nn.utils.clip_grad_norm_(parameters, limit * scale)
    for p in parameters:
        p.grad /= scale


def costs(data, make, every_batch=None, every_epoch=None, plateau=None, limit=None, l2=0.0):
    x = torch.tensor(data["features"], dtype=torch.float64)
    y = torch.tensor(data["targets"]).argmax(dim=1)
    weights = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in data["weights"]]
    biases = [torch.tensor(b, dtype=torch.float64, requires_grad=True) for b in data["biases"]]
    parameters = [p for pair in zip(weights, biases) for p in pair]
    optimiser = make(parameters, weights, biases)
    schedule = (every_batch or every_epoch or plateau or (lambda o: None))(optimiser)
    random = np.random.RandomState(SEED)
    order = random.permutation(RECORDS)
    told = []
    for epoch in range(EPOCHS):
        if epoch > 0:
            random.shuffle(order)
        total = 0.0
        for start in range(0, RECORDS, BATCH):
            batch = order[start : start + BATCH]
            a = x[batch]
            for layer, (w, b) in enumerate(zip(weights, biases)):
                a = a @ w.T + b
                if layer < len(weights) - 1:
                    a = torch.tanh(a)
            cost = torch.nn.functional.cross_entropy(a, y[batch])
            decay = l2 / 2 * sum((w * w).sum().item() for w in weights)  # whose gradient weight_decay adds
            for p in parameters:
                p.grad = None
            cost.backward()
            if limit:
                limit(parameters)
            optimiser.step()
            if every_batch:
                schedule.step()
            told.append(cost.item() + decay)
            total += told[-1] * len(batch)
        if every_epoch:
            schedule.step()
        if plateau:
            schedule.step(total / RECORDS)
    return [float("%.13g" % cost) for cost in told]


def plug_in(kind, **settings):
    return {"kind": kind, **{name.replace("_", "-"): value for name, value in settings.items()}}


def main():
    torch.set_num_threads(1)
    optim, lr_scheduler = torch.optim, torch.optim.lr_scheduler
    data = problem()
    runs = []

    def run(optimiser, make, schedule=None, clip=None, penalty=None, **keywords):
        plug_ins = {"optimiser": optimiser, "schedule": schedule, "clip": clip, "penalty": penalty}
        told = costs(data, make, **keywords)
        runs.append({**{what: value for what, value in plug_ins.items() if value}, "costs": told})

    run(plug_in("gradient-descent", learning_rate=0.3), lambda p, w, b: optim.SGD(p, lr=0.3))
    momentum = plug_in("momentum", learning_rate=0.1, momentum=0.9, nesterov=False)

    def sgd(p, w, b):
        return optim.SGD(p, lr=0.1, momentum=0.9)

    run(momentum, sgd)
    run(
        plug_in("momentum", learning_rate=0.1, momentum=0.9, nesterov=True),
        lambda p, w, b: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    )
    run(
        momentum,
        lambda p, w, b: optim.SGD([{"params": w, "weight_decay": 0.01}, {"params": b}], lr=0.1, momentum=0.9),
        penalty=plug_in("l2", **{"lambda": 0.01}),
        l2=0.01,
    )
    for mu in 0.0, 0.8:
        for centred in False, True:
            run(
                plug_in("rmsprop", learning_rate=0.003, alpha=0.9, epsilon=1e-6, momentum=mu, centred=centred),
                lambda p, w, b: optim.RMSprop(p, lr=0.003, alpha=0.9, eps=1e-6, momentum=mu, centered=centred),
            )
    for decay, initial in (0.0, 0.0), (0.02, 0.1):
        run(
            plug_in("adagrad", learning_rate=0.05, rate_decay=decay, initial_accumulator=initial, epsilon=1e-10),
            lambda p, w, b: optim.Adagrad(p, lr=0.05, lr_decay=decay, initial_accumulator_value=initial, eps=1e-10),
        )
    adam = {"beta1": 0.9, "beta2": 0.99}
    run(
        plug_in("adam", learning_rate=0.02, **adam, epsilon=1e-8),
        lambda p, w, b: optim.Adam(p, lr=0.02, betas=(0.9, 0.99), eps=1e-8),
    )
    run(
        plug_in("adam", learning_rate=0.02, **adam, epsilon=1e-2),
        lambda p, w, b: optim.Adam(p, lr=0.02, betas=(0.9, 0.99), eps=1e-2),
    )

    def adamw(p, w, b):
        groups = [{"params": w, "weight_decay": 0.1}, {"params": b, "weight_decay": 0}]
        return optim.AdamW(groups, lr=0.02, betas=(0.9, 0.99), eps=1e-8)

    run(plug_in("adamw", learning_rate=0.02, **adam, epsilon=1e-8, weight_decay=0.1), adamw)
    lamb = plug_in("lamb", learning_rate=0.03, **adam, epsilon=1e-6, weight_decay=0.1)
    run(lamb, lambda p, w, b: Lamb(p, 0.03, (0.9, 0.99), 1e-6, 0.1))

    # schedules
    run(
        momentum,
        sgd,
        plug_in("step-decay", epochs=4, gamma=0.5),
        every_epoch=lambda o: lr_scheduler.StepLR(o, step_size=4, gamma=0.5),
    )
    run(
        momentum,
        sgd,
        plug_in("exponential", gamma=0.9),
        every_epoch=lambda o: lr_scheduler.ExponentialLR(o, gamma=0.9),
    )
    run(
        momentum,
        sgd,
        plug_in("cosine", floor=0.1),
        every_batch=lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=STEPS, eta_min=0.01),
    )
    run(
        momentum,
        sgd,
        plug_in("warm-up", steps=30, then=plug_in("cosine", floor=0)),
        every_batch=lambda o: lr_scheduler.ChainedScheduler(
            [
                lr_scheduler.LinearLR(o, start_factor=1 / 30, total_iters=29),
                lr_scheduler.CosineAnnealingLR(o, T_max=STEPS),
            ]
        ),
    )
    run(
        momentum,
        sgd,
        plug_in("one-cycle", rise=0.3, start=0.04, end=4e-6),
        every_batch=lambda o: lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=STEPS, cycle_momentum=False),
    )
    run(
        momentum,
        sgd,
        plug_in("one-cycle", rise=0.45, start=0.1, end=0.01),
        every_batch=lambda o: lr_scheduler.OneCycleLR(
            o, max_lr=0.1, total_steps=STEPS, pct_start=0.45, div_factor=10, final_div_factor=10, cycle_momentum=False
        ),
    )
    for patience, threshold, cooldown, floor in (0, 0.05, 2, 0.1), (1, 0.1, 0, 0.0):
        run(
            momentum,
            sgd,
            plug_in(
                "reduce-on-plateau", patience=patience, gamma=0.4, threshold=threshold, cooldown=cooldown, floor=floor
            ),
            plateau=lambda o: lr_scheduler.ReduceLROnPlateau(
                o, factor=0.4, patience=patience, threshold=threshold, cooldown=cooldown, min_lr=floor * 0.1, eps=0
            ),
        )
    run(
        plug_in("adamw", learning_rate=0.02, **adam, epsilon=1e-8, weight_decay=0.1),
        adamw,
        plug_in("exponential", gamma=0.9),
        every_epoch=lambda o: lr_scheduler.ExponentialLR(o, gamma=0.9),
    )

    # clips
    run(momentum, sgd, clip=plug_in("clip-by-norm", max=0.3), limit=lambda p: clip_by_norm(p, 0.3))
    run(
        momentum,
        sgd,
        clip=plug_in("clip-by-value", max=0.03),
        limit=lambda p: torch.nn.utils.clip_grad_value_(p, 0.03),
    )

    training = {"batch": BATCH, "epochs": EPOCHS, "seed": SEED}
    print(json.dumps({"problems": {"classes": data}, "training": training})[:-1] + ', "runs": [')
    print(",\n".join(json.dumps({"problem": "classes", **each}) for each in runs))
    print("]}")


if __name__ == "__main__":
    main()
