#!/usr/bin/python3
"""Writes dense.onnx with Python's package onnx (Debian: python3-onnx): the network of OnnxExportTest, whose numbers are
small whole ones, as onnx itself puts it into bytes."""
import hashlib
import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

W1 = np.array([[1, -2], [3, 4], [-5, 6]], np.float64)
B1 = np.array([1, 0, -1], np.float64)
W2 = np.array([[2, -3, 4]], np.float64)
B2 = np.array([7], np.float64)
SHA256 = hashlib.sha256(b"".join(a.astype("<f8").tobytes() for a in (W1, B1, W2, B2))).hexdigest()


def node(name, operator, operands, **attributes):
    return helper.make_node(operator, operands, [name], name=name, **attributes)


def tensor(name, values):
    return numpy_helper.from_array(np.ascontiguousarray(values), name)


def texts(name, values):
    return helper.make_tensor(name, TensorProto.STRING, [len(values)], [value.encode() for value in values])


graph = helper.make_graph(
    [
        node("preprocessing.Sub", "Sub", ["features", "preprocessing.mean"]),
        node("preprocessing.Div", "Div", ["preprocessing.Sub", "preprocessing.deviation"]),
        node("layers.0.Gemm", "Gemm", ["preprocessing.Div", "layers.0.weight", "layers.0.bias"], transB=1),
        node("layers.0.PRelu", "PRelu", ["layers.0.Gemm", "layers.0.slope"]),
        node("layers.1.Gemm", "Gemm", ["layers.0.PRelu", "layers.1.weight", "layers.1.bias"], transB=1),
        node("layers.1.Sigmoid", "Sigmoid", ["layers.1.Gemm"]),
        node("classes.Greater", "Greater", ["layers.1.Sigmoid", "classes.threshold"]),
        node("classes.Cast", "Cast", ["classes.Greater"], to=TensorProto.INT64),
        node("classes.Reshape", "Reshape", ["classes.Cast", "classes.shape"]),
        node("classes.Gather", "Gather", ["classes.names", "classes.Reshape"]),
        node("label", "Identity", ["classes.Gather"]),
        node("probabilities", "Identity", ["layers.1.Sigmoid"]),
    ],
    "nn",
    [helper.make_tensor_value_info("features", TensorProto.DOUBLE, ["records", 2])],
    [
        helper.make_tensor_value_info("label", TensorProto.STRING, ["records"]),
        helper.make_tensor_value_info("probabilities", TensorProto.DOUBLE, ["records", 1]),
    ],
    [
        tensor("preprocessing.mean", np.array([2.0, 20.0])),
        tensor("preprocessing.deviation", np.array([1.0, 10.0])),
        tensor("layers.0.weight", W1),
        tensor("layers.0.bias", B1),
        tensor("layers.0.slope", np.array([0.25])),
        tensor("layers.1.weight", W2),
        tensor("layers.1.bias", B2),
        tensor("classes.threshold", np.array([0.25])),
        tensor("classes.shape", np.array([-1], np.int64)),
        texts("classes.names", ["no", "yes é"]),
    ],
)
model = helper.make_model(graph, producer_name="nn", ir_version=8, opset_imports=[helper.make_opsetid("", 17)])
helper.set_model_props(
    model,
    {
        "nn.onnx": "1.0",
        "nn.weights-sha256": SHA256,
        "nn.inputs": '["width","height"]',
        "nn.classes": '["no","yes é"]',
        "note": "by hand",
    },
)
checker.check_model(model, full_check=True)
pathlib.Path(__file__).with_name("dense.onnx").write_bytes(model.SerializeToString())
