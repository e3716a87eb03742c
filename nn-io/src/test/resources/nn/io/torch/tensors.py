"""Saves tensors with PyTorch, and what is in them as text: python3 tensors.py, in its own folder.

A line of tensors.txt is a file, a name, the type as nn calls it, the shape, and the elements in C order as hexadecimal
floats.
"""

import io
import os
import zipfile

import torch
from torch import nn

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)

TYPES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
         torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL"}
lines = []


def flat(name, value):
    if isinstance(value, torch.Tensor):
        yield name, value
    elif isinstance(value, (dict, list, tuple)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from flat(f"{name}.{key}" if name else str(key), item)


def save(file, value):
    torch.save(value, file + ".pt")
    for name, tensor in flat("", value):
        shape = ",".join(map(str, tensor.shape)) or "-"
        elements = " ".join(float(x).hex() for x in tensor.detach().reshape(-1).tolist())
        lines.append(f"{file} {name} {TYPES[tensor.dtype]} {shape} {elements}".rstrip())


save("dense", nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)).state_dict())
save("layers", nn.ModuleDict({
    "convolution": nn.Conv2d(1, 2, 3), "normalisation": nn.BatchNorm1d(3), "layer": nn.LayerNorm(3),
    "embedding": nn.Embedding(4, 2)}).state_dict())

model = nn.Linear(2, 1)
adam = torch.optim.Adam(model.parameters(), lr=0.01)
model(torch.ones(1, 2)).sum().backward()
adam.step()
save("checkpoint", {
    "epoch": 300, "loss": 0.25, "name": "Änderung", "flags": [True, False, None, -70000, 2**40, -(2**40)],
    "model_state_dict": model.state_dict(), "optimizer_state_dict": adam.state_dict(), "pair": (torch.ones(2), 1)})

numbers = torch.arange(24.0).reshape(4, 6)
save("views", {
    "transposed": numbers.T, "sliced": numbers[1::2, 2:5], "column": numbers[:, 3], "number": torch.tensor(2.5),
    "empty": torch.zeros(0, 3), "parameter": nn.Parameter(numbers[2]), "three": numbers.reshape(2, 2, 6).permute(2, 0, 1)})
save("types", {str(dtype)[6:]: torch.tensor([[1, 0, 3]]).to(dtype) for dtype in TYPES})
save("half", {"half": torch.tensor([0.1, 65504, 6e-8, -0.0]).half(), "brain": torch.tensor([0.1, -3e38, 1e-40]).bfloat16()})

torch.save(nn.Linear(2, 1), "module.pt")
torch.save({"expanded": torch.ones(1).expand(1 << 20, 1 << 8)}, "expanded.pt")
torch.save({"old": torch.ones(1)}, "old.pt", _use_new_zipfile_serialization=False)
torch.save({"another protocol": torch.ones(1)}, "protocol.pt", pickle_protocol=4)
torch.save({(1, 2): torch.ones(1)}, "key.pt")


class System:
    def __reduce__(self):
        return os.system, ("touch executed",)


torch.save({"weight": System()}, "system.pt")


def crafted(file, pickle):
    """An archive of a pickle alone."""
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x/data.pkl"), pickle)


crafted("cycle.pt", b"\x80\x02]q\x00h\x00a.")  # a list that holds itself
crafted("branches.pt", b"\x80\x02]q\x00" + b"]h\x00ah\x00aq\x00" * 30 + b".")  # two of the one before, 30 times
crafted("nothing.pt", b"\x80\x02}.")

with open("tensors.txt", "w") as text:
    text.write("\n".join(lines) + "\n")
