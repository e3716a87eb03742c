"""Writes goldens/safetensors.json: files in the format of safetensors, made by hand, good and bad, what is in them, and
whether Hugging Face's own reader takes them (Debian's python3-safetensors, 0.5.2)."""

import base64
import json
import os
import struct

from safetensors import SafetensorError, deserialize


def packed(header, data=b"", pad=0, align=0):
    """A file of a header, an object or text or bytes, and data."""
    text = header if isinstance(header, bytes) else (header if isinstance(header, str) else json.dumps(header)).encode()
    text += b" " * pad
    if align:
        text += b" " * (-(8 + len(text)) % align)
    return struct.pack("<Q", len(text)) + text + data


def entry(dtype, shape, begin, end, **more):
    return dict(dtype=dtype, shape=shape, data_offsets=[begin, end], **more)


F64 = struct.pack("<2d", 1.5, -2.0)
ONE = {"a": entry("F64", [2], 0, 16)}
files = {}


def good(name, content, **arrays):
    files[name] = (content, arrays)


def bad(name, content):
    files[name] = (content, {})


META = {"__metadata__": {"k": "v"}}
good("aligned", packed({**META, **ONE}, F64, align=64), a=[1.5, -2.0])
good("aligned, no metadata", packed(ONE, F64, align=64), a=[1.5, -2.0])
good("no array", packed(META, align=64))
good("empty array", packed({"a": entry("F32", [0, 3], 0, 0)}, align=64), a=[])
good("a single number", packed({"a": entry("F64", [], 0, 8)}, F64[:8], align=64), a=[1.5])
good(
    "three types",
    packed(
        {"i": entry("I64", [1], 0, 8), "d": entry("F64", [2, 1], 8, 24), "f": entry("F32", [1, 2], 24, 32)},
        struct.pack("<q", -(2**53)) + F64 + struct.pack("<2f", 0.1, -3.25),
        align=64,
    ),
    i=[-(2.0**53)],
    d=[1.5, -2.0],
    f=list(struct.unpack("<2f", struct.pack("<2f", 0.1, -3.25))),
)
good("not aligned", packed(ONE, F64), a=[1.5, -2.0])
good("leading spaces", packed("  \n" + json.dumps(ONE), F64, align=64), a=[1.5, -2.0])
good("trailing new line", packed(json.dumps(ONE).encode() + b"\n", F64, align=64), a=[1.5, -2.0])
good("metadata last", packed({**ONE, **META}, F64, align=64), a=[1.5, -2.0])
good("metadata null", packed({"__metadata__": None, **ONE}, F64, align=64), a=[1.5, -2.0])
good("unknown member", packed({"a": entry("F64", [2], 0, 16, colour=[{"red": 1}])}, F64, align=64), a=[1.5, -2.0])
good(
    "other order",
    packed({"b": entry("F64", [1], 8, 16), "a": entry("F64", [1], 0, 8)}, F64, align=64),
    a=[1.5],
    b=[-2.0],
)
good(
    "odd offset",
    packed({"a": entry("F32", [1], 0, 4), "b": entry("F64", [1], 4, 12)}, F64[:4] + F64[8:], align=64),
    a=[0.0],
    b=[-2.0],
)
good(
    "half precision",
    packed(
        {"h": entry("F16", [6], 0, 12), "b": entry("BF16", [2], 12, 16)},
        struct.pack("<6e", 0.1, -65504.0, 2.0**-24, -0.0, float("inf"), 1.0) + b"\xcd\x3d\x80\xbf",
        align=64,
    ),
    h=list(struct.unpack("<5e", struct.pack("<5e", 0.1, -65504.0, 2.0**-24, -0.0, float("inf")))) + [1.0],
    b=[struct.unpack("<f", b"\0\0\xcd\x3d")[0], -1.0],
)
good("bytes", packed({"u": entry("U8", [2], 0, 2), "i": entry("I8", [1], 2, 3)}, b"\xff\x01\xff", align=64), u=[255.0, 1.0], i=[-1.0])
good("empty name", packed({"": entry("F64", [2], 0, 16)}, F64, align=64), **{"": [1.5, -2.0]})
good("NUL in a name", packed('{"\\u0000":' + json.dumps(ONE["a"]) + "}", F64, align=64), **{"\0": [1.5, -2.0]})
good("name beyond ASCII", packed('{"é\\ud83d\\ude00":' + json.dumps(ONE["a"]) + "}", F64, align=64), **{"é\U0001f600": [1.5, -2.0]})

twice = '{"a":%s,"a":%s}' % (json.dumps(entry("F64", [2], 0, 16)), json.dumps(entry("I64", [2], 0, 16)))
bad("name twice", packed(twice, F64, align=64))
bad("metadata key twice", packed('{"__metadata__":{"k":"v","k":"w"},"a":%s}' % json.dumps(ONE["a"]), F64, align=64))
bad("metadata twice", packed('{"__metadata__":{},"__metadata__":{}}', align=64))
bad("dtype twice", packed('{"a":{"dtype":"F64","dtype":"F64","shape":[2],"data_offsets":[0,16]}}', F64, align=64))
bad("byte order mark", packed("\ufeff" + json.dumps(ONE), F64, align=64))
bad("trailing NUL", packed(json.dumps(ONE).encode() + b"\0", F64))
bad("trailing object", packed(json.dumps(ONE) + "{}", F64, align=64))
bad("fraction", packed('{"a":{"dtype":"F64","shape":[2.0],"data_offsets":[0,16]}}', F64, align=64))
bad("exponent", packed('{"a":{"dtype":"F64","shape":[2e0],"data_offsets":[0,16]}}', F64, align=64))
bad("minus zero", packed('{"a":{"dtype":"F64","shape":[2],"data_offsets":[-0,16]}}', F64, align=64))
bad("negative", packed({"a": entry("F64", [-2], 0, 16)}, F64, align=64))
bad("three offsets", packed('{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8,16]}}', F64, align=64))
bad("one offset", packed('{"a":{"dtype":"F64","shape":[0],"data_offsets":[0]}}', align=64))
bad("descending offsets", packed({"a": entry("F64", [2], 16, 0)}, F64, align=64))
bad("no shape", packed('{"a":{"dtype":"F64","data_offsets":[0,16]}}', F64, align=64))
bad("shape null", packed('{"a":{"dtype":"F64","shape":null,"data_offsets":[0,16]}}', F64, align=64))
bad("metadata number", packed({"__metadata__": {"k": 1}, **ONE}, F64, align=64))
bad("hole", packed({"a": entry("F64", [1], 0, 8), "b": entry("F64", [1], 16, 24)}, F64 + F64[:8], align=64))
bad("hole at the start", packed({"a": entry("F64", [1], 8, 16)}, F64, align=64))
bad("overlap", packed({"a": entry("F64", [2], 0, 16), "b": entry("F64", [1], 8, 16)}, F64, align=64))
bad("trailing data", packed(ONE, F64 + b"\0", align=64))
bad("missing data", packed(ONE, F64[:15], align=64))
bad("wrong size", packed({"a": entry("F64", [3], 0, 16)}, F64, align=64))
bad("empty array within another", packed({"a": entry("F64", [2], 0, 16), "b": entry("F64", [0], 8, 8)}, F64, align=64))
bad("huge shape", packed({"a": entry("F64", [2**40, 2**40], 0, 16)}, F64, align=64))
bad("overflowing shape", packed({"a": entry("F64", [2**32, 2**32], 0, 0)}, align=64))
bad("unknown type", packed({"a": entry("F80", [1], 0, 16)}, F64, align=64))
bad("lower-case type", packed({"a": entry("f64", [2], 0, 16)}, F64, align=64))
bad("lone surrogate", packed('{"\\ud83d":%s}' % json.dumps(ONE["a"]), F64, align=64))
bad("Latin-1", packed('{"\u00e9":%s}'.encode("latin-1") % json.dumps(ONE["a"]).encode(), F64, align=64))
bad("deep", packed('{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16],"b":%s%s}}' % ("[" * 300, "]" * 300), F64, align=64))
bad("array of arrays", packed("[%s]" % json.dumps(ONE), F64, align=64))
bad("no JSON", packed("{a}", F64, align=64))
bad("header cut off", packed(ONE, F64)[:30])
bad("length cut off", b"\x40\0\0")
bad("empty", b"")
bad("length of a header beyond the end", struct.pack("<Q", 10**6) + b"{}")
bad("length beyond all limits", struct.pack("<Q", 2**63) + b"{}")
bad("length zero", struct.pack("<Q", 0) + b"{}")

lines = []
for name, (content, arrays) in files.items():
    try:
        found = dict(deserialize(content))
        accepted = True
    except (SafetensorError, OverflowError) as refused:
        accepted = False
    if arrays and accepted:
        assert set(found) == set(arrays), name
    values = {k: [repr(x) for x in v] for k, v in arrays.items()}
    line = dict(name=name, accepted=accepted, bytes=base64.b64encode(content).decode(), arrays=values)
    lines.append(json.dumps(line))
    print("%-35s %s" % (name, "accepted" if accepted else "refused"))

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "../test/resources/goldens/safetensors.json"), "w") as out:
    out.write("{\"files\":[\n" + ",\n".join(lines) + "\n]}\n")
