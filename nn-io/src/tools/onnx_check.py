#!/usr/bin/python3
"""Checks the ONNX files that nn.io.onnx.ExportSamples has written; onnx-check runs all of it.

onnx_check.py valid FOLDER        onnx's own checker with type and shape inference; the bytes are those that onnx writes
onnx_check.py compare FOLDER      ONNX Runtime gives nn's outputs within 2·γ(k) a layer (onnx_bounds.py), and the same labels
onnx_check.py refused FOLDER      ONNX Runtime refuses the records that nn refuses
onnx_check.py activations FOLDER  ONNX Runtime's activations are off as little as onnx_bounds.py allows

Debian's packages onnx and onnxruntime cannot be in one process without hundreds of warnings, hence two commands.
"""
import json
import pathlib
import sys

import numpy as np


def folders(root):
    return sorted(path.parent for path in pathlib.Path(root).glob("*/model.onnx"))


def valid(root):
    import onnx

    for folder in folders(root):
        content = (folder / "model.onnx").read_bytes()
        model = onnx.load_from_string(content)
        onnx.checker.check_model(model, full_check=True)
        if model.SerializeToString() != content:
            sys.exit(f"{folder.name}: onnx writes other bytes than nn")
        if [(used.domain, used.version) for used in model.opset_import] != [("", 17)]:
            sys.exit(f"{folder.name}: uses {model.opset_import}, not the standard operators of set 17")
    print(f"onnx {onnx.__version__}: {len(folders(root))} files are valid")


def session(file):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # what is wrong is an exception too
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def numbers(file):
    return np.fromfile(file, "<f8")


def reference(folder, network, features):
    """Outputs and their bounds by onnx_bounds.py."""
    from onnx_bounds import Arithmetic, Layers

    def read(name, optional=False):
        file = folder / (name + ".f64")
        return None if optional and not file.exists() else numbers(file)

    arithmetic = Arithmetic(network["dtype"])
    encoded = read("encoded", True)
    x = features if encoded is None else encoded.reshape(len(features), -1)
    mean = read("preprocessing.mean", True)
    if mean is not None:  # the same operations of doubles everywhere
        x = (x - mean) / read("preprocessing.deviation")
    if network["dtype"] == "FLOAT32":
        x = x.astype(np.float32).astype(np.float64)
    e = np.zeros_like(x)
    layers = Layers(arithmetic, read)
    for i, layer in enumerate(network["layers"]):
        x, e = layers.forward(layer, f"layers.{i}.", x, e)
    target = read("target", True)
    if target is not None:
        x = x * target[1] + target[0]
        e = e * target[1] + 2.0**-51 * (np.abs(x) + e * target[1] + abs(target[0]))
    return x, e


def compare_one(folder):
    network = json.loads((folder / "network.json").read_text())
    runtime = session(folder / "model.onnx")
    features = numbers(folder / "features.f64").reshape(-1, runtime.get_inputs()[0].shape[1])
    outputs = numbers(folder / "outputs.f64").reshape(len(features), -1)
    given = features if runtime.get_inputs()[0].type == "tensor(double)" else features.astype(np.float32)
    names = [output.name for output in runtime.get_outputs()]
    results = dict(zip(names, runtime.run(None, {"features": given})))
    labels = results.pop("label", None)
    (found,) = results.values()
    found = found.astype(np.float64)
    expected, bound = reference(folder, network, features)
    of_bound = max((np.abs(found - outputs) / (2 * bound)).max(), (np.abs(outputs - expected) / (2 * bound)).max())
    if not of_bound <= 1:
        worst = np.unravel_index(np.argmax(np.abs(found - outputs) / bound), found.shape)
        place = "record {}, output {}".format(*worst)
        sys.exit(f"{folder.name}: {place}: {found[worst]} and {outputs[worst]} differ by more than {2 * bound[worst]}")
    line = f"{folder.name:26} {np.abs(found - outputs).max():9.2e} {of_bound:9.3f} {(found == outputs).mean():7.1%}"
    if labels is None:
        print(line)
        return 0, 0
    expected_labels = (folder / "labels").read_text(encoding="utf-8").splitlines()
    differ = labels != np.array(expected_labels)
    close = undecided(outputs, bound, numbers(folder / "threshold.f64"))
    if (differ & ~close).any():
        sys.exit(f"{folder.name}: {np.flatnonzero(differ & ~close)}: other labels, though the outputs are far enough apart")
    print(f"{line} {differ.sum():7} {close.sum():7}")
    return differ.sum(), close.sum()


def undecided(outputs, bound, threshold):
    """Records whose label two programs within the bound may see differently."""
    if outputs.shape[1] == 1:
        return np.abs(outputs[:, 0] - threshold) <= 2 * bound[:, 0]
    order = np.argsort(outputs, axis=1)
    first, second = order[:, -1:], order[:, -2:-1]
    gap = np.take_along_axis(outputs, first, 1) - np.take_along_axis(outputs, second, 1)
    return (gap <= 2 * (np.take_along_axis(bound, first, 1) + np.take_along_axis(bound, second, 1)))[:, 0]


def points(dtype):
    """300,000 numbers of all sizes, most of them where activations bend."""
    random = np.random.default_rng(1)
    sizes = 10.0 ** random.uniform(-30, 3, 50_000) * random.choice([-1, 1], 50_000)
    parts = [np.linspace(-120, 120, 200_001), random.normal(0, 3, 50_000), sizes]
    return np.concatenate(parts).astype(np.float32 if dtype == "FLOAT32" else np.float64)


def activation_one(folder):
    from onnx_bounds import ALLOWED, Arithmetic, elementwise

    network = json.loads((folder / "network.json").read_text())
    config = network["layers"][0]["activation"]
    runtime = session(folder / "model.onnx")
    special(folder, runtime, network["dtype"])
    if config["kind"] == "identity":
        return
    x = points(network["dtype"])
    found = runtime.run(None, {"features": x[:, None]})[0][:, 0].astype(np.longdouble)
    exact = elementwise(config)[0](x.astype(np.longdouble))
    arithmetic = Arithmetic(network["dtype"])
    absolute, relative = ALLOWED[network["dtype"]][config["kind"]]
    error = np.abs(found - exact)
    of_allowed = error / (arithmetic.u * (absolute + relative * np.abs(exact)) + arithmetic.least)
    small, normal = np.abs(exact) <= 1, np.abs(exact) > 1e-30
    of_one = error[small].max() / arithmetic.u
    of_itself = (error[normal] / np.abs(exact[normal])).max() / arithmetic.u
    print(f"{folder.name:38} {float(of_one):9.2f} {float(of_itself):9.2g} {absolute:5} + {relative:2}·|a| {float(of_allowed.max()):8.2f}")
    if not of_allowed.max() <= 1:
        sys.exit(f"{folder.name}: further off than onnx_bounds.py allows")


def special(folder, runtime, dtype):
    given, expected = numbers(folder / "features.f64"), numbers(folder / "outputs.f64")
    with np.errstate(over="ignore"):
        given = given.astype(np.float32 if dtype == "FLOAT32" else np.float64)
    found = runtime.run(None, {"features": given[:, None]})[0][:, 0]
    for x, a, b in zip(given, expected, found):
        if not (a == b or abs(a - b) < 1e-30 or np.isnan(a) and np.isnan(b)):
            sys.exit(f"{folder.name}: of {x} nn makes {a}, ONNX Runtime {b}")


def refused(root):
    """What nn refuses, ONNX Runtime refuses too: it speaks of indices out of bounds."""
    count = 0
    for name, column, values in [
        ("embedding", 3, [-1, 0.5, 20, np.nan, np.inf]),
        ("table-species", 0, [np.nan, np.inf, -np.inf]),
        ("table-species", 2, [-1, 0.5, 4, np.nan]),
    ]:
        for folder in pathlib.Path(root).glob(name + "-*"):
            runtime = session(folder / "model.onnx")
            taken = runtime.get_inputs()[0]
            records = numbers(folder / "features.f64").reshape(-1, taken.shape[1])[:3]
            records = records.astype(np.float64 if taken.type == "tensor(double)" else np.float32)
            runtime.run(None, {"features": records})
            for value in values:
                wrong = records.copy()
                wrong[1, column] = value
                try:
                    runtime.run(None, {"features": wrong})
                except Exception as refusal:
                    if "out of data bounds" not in str(refusal):
                        raise
                    count += 1
                else:
                    sys.exit(f"{folder.name}: {value} as feature {column} is not refused")
    print(f"{count} records are refused that nn refuses")


def activations(root):
    print(f"{'in units of u':38} {'absolute':>9} {'relative':>9} {'allowed':>14} {'part':>8}")
    for folder in folders(pathlib.Path(root) / "activations"):
        activation_one(folder)


def compare(root):
    import onnxruntime

    print(f"{'network':26} {'largest':>9} {'part of':>9} {'equal':>7} {'labels':>7} {'close':>7}")
    print(f"{'':26} {'difference':>9} {'bound':>9} {'bits':>7} {'differ':>7}")
    counts = [compare_one(folder) for folder in folders(root)]
    differ, close = (sum(column) for column in zip(*counts))
    print(f"ONNX Runtime {onnxruntime.__version__}: {len(counts)} networks within 2γ(k) a layer; "
          f"{differ} labels differ, of {close} that are too close to call")


if __name__ == "__main__":
    {"valid": valid, "refused": refused, "activations": activations, "compare": compare}[sys.argv[1]](sys.argv[2])
