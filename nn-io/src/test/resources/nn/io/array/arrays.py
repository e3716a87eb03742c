"""Writes small arrays with NumPy, and what is in them as text: python3 arrays.py, in its own folder.

A line of arrays.txt is a name, the type as nn calls it, the shape, and the elements in C order as hexadecimal floats.
"""

import io
import warnings

import numpy as np

TYPES = {"b1": "BOOL", "u1": "U8", "i1": "I8", "u2": "U16", "i2": "I16", "u4": "U32", "i4": "I32", "u8": "U64",
         "i8": "I64", "f2": "F16", "f4": "F32", "f8": "F64"}


def ends(dtype):
    """The least and the greatest integers, and what is near 0."""
    info = np.iinfo(dtype)
    return np.array([info.min, info.max, info.max - 1, 0, 1, info.max // 2 + 1], dtype=dtype).reshape(2, 3)


def arrays():
    numbers = np.arange(6, dtype="<f8").reshape(2, 3) / 7 - 0.3
    yield "f8", numbers
    yield "f8-fortran", np.asfortranarray(numbers)
    yield "f8-big", numbers.astype(">f8")
    yield "f8-one-dimension", numbers.reshape(6)
    yield "f8-number", np.array(0.1)
    yield "f8-no-record", np.zeros((0, 3))
    yield "f4", numbers.astype("<f4")
    yield "f4-big-fortran", np.asfortranarray((np.arange(24).reshape(2, 3, 4) / 3).astype(">f4"))
    yield "f2", np.array([0.1, -2.5, 65504, 6e-8, 6.1e-5, np.inf, -np.inf, np.nan, -0.0], dtype="<f2")
    for code in ("i1", "u1", "<i2", "<u2", "<i4", ">i4", "<u4", "<i8", "<u8", ">u8"):
        yield code.replace("<", "").replace(">", "big-"), ends(code)
    yield "b1", np.array([[True, False], [False, True]])


def line(name, array):
    kind = TYPES[array.dtype.str[1:]]
    shape = ",".join(map(str, array.shape)) or "-"
    elements = " ".join(float(x).hex() for x in array.reshape(-1, order="C"))
    return f"{name} {kind} {shape} {elements}".rstrip()


with open("arrays.txt", "w") as text:
    for name, array in arrays():
        np.save(name + ".npy", array)
        print(line(name, array), file=text)
    for version in ((2, 0), (3, 0)):
        name = f"version-{version[0]}"
        with open(name + ".npy", "wb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            np.lib.format.write_array(file, np.arange(4.0), version=version)
        print(line(name, np.arange(4.0)), file=text)

weights = {"0.weight": np.arange(6.0).reshape(2, 3).T, "0.bias": np.array([0.5, 1, 2], dtype="f4")}
np.savez("stored.npz", **weights)
np.savez_compressed("deflated.npz", **weights, zeros=np.zeros(10_000))
