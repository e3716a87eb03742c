"""Doubles and the shortest texts that Python's repr gives them: writes decimals.csv, bits in hexadecimal and text."""

import os
import random
import struct

random.seed(15)
bits = [random.getrandbits(64) for _ in range(1500)]
numbers = [struct.unpack("<d", struct.pack("<Q", b))[0] for b in bits]
numbers += [10.0**e for e in range(-30, 31)] + [2.0**e for e in range(-1074, 1024, 50)]
numbers += [round(random.uniform(-10, 10), d) for d in range(1, 9) for _ in range(10)]
numbers += [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1, 0.3, 1 / 3, 2e-3, 2e23, 9007199254740993.0]
numbers += [struct.unpack("<d", struct.pack("<Q", random.getrandbits(52)))[0] for _ in range(100)]

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "../test/resources/goldens/decimals.csv"), "w") as out:
    for x in numbers:
        if x == x and abs(x) != float("inf"):
            out.write("%s,%r\n" % (struct.pack(">d", x).hex(), x))
