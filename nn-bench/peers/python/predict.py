# Prediction of one record by [2, 25, 1], ReLU and sigmoid, FLOAT64: calls a second, in slices.
#   predict.py numpy|torch|sklearn
import sys, warnings
import numpy as np
from slices import serve
which = sys.argv[1]
r = np.random.RandomState(1)
W1, b1, W2, b2 = r.randn(2, 25), r.randn(25), r.randn(25, 1), r.randn(1)
x = np.array([[0.3, -0.7]])
expected = 1 / (1 + np.exp(-(np.maximum(x @ W1 + b1, 0) @ W2 + b2)))

if which == 'numpy':
    predict = lambda: 1 / (1 + np.exp(-(np.maximum(x @ W1 + b1, 0) @ W2 + b2)))
elif which == 'torch':
    import torch
    torch.set_num_threads(1)
    net = torch.nn.Sequential(torch.nn.Linear(2, 25, dtype=torch.float64), torch.nn.ReLU(),
                              torch.nn.Linear(25, 1, dtype=torch.float64), torch.nn.Sigmoid())
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), (W1.T, b1, W2.T, b2)): parameter.copy_(torch.from_numpy(value))
    tx = torch.from_numpy(x)
    torch.set_grad_enabled(False)
    net.eval()
    predict = lambda: net(tx)
else:
    warnings.filterwarnings('ignore')
    from sklearn.neural_network import MLPClassifier
    net = MLPClassifier((25,), max_iter=1).fit(r.rand(10, 2), np.arange(10) % 2)
    net.coefs_, net.intercepts_ = [W1, W2], [b1, b2]
    predict = lambda: net.predict_proba(x)[:, 1:]
assert abs(float(np.asarray(predict())[0, 0]) - expected[0, 0]) < 1e-12

calls = 500 if which != 'sklearn' else 50

def work(_):
    for _ in range(calls): predict()
    return calls

serve(work)
