"""A whole training of a peer, as nn-bench/peers/processes times it; the last line it prints is the test's accuracy.

  processes_peer.py table iris|wine|digits FILE.csv     writes scikit-learn's table there
  processes_peer.py iris|wine|digits FILE.csv UNITS BATCH EPOCHS
  processes_peer.py images-N FOLDER UNITS BATCH EPOCHS
"""
import csv
import sys


def write_table(name, file):
    from sklearn import datasets
    data = getattr(datasets, f'load_{name}')()
    with open(file, 'w', newline='', encoding='utf-8') as out:
        table = csv.writer(out)
        table.writerow([*map(str, data.feature_names), 'class'])
        for record, target in zip(data.data, data.target): table.writerow([*record, data.target_names[target]])


def train_on_table(file, units, batch, epochs):
    import warnings
    import numpy as np
    from sklearn.model_selection import train_test_split
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler
    warnings.filterwarnings('ignore')  # that it has not converged in as many epochs
    with open(file, encoding='utf-8') as lines: rows = list(csv.reader(lines))[1:]
    x, y = np.array([row[:-1] for row in rows], dtype=float), np.array([row[-1] for row in rows])
    x, xt, y, yt = train_test_split(x, y, test_size=0.2, stratify=y, random_state=0)
    scaler = StandardScaler().fit(x)
    net = MLPClassifier((units,), batch_size=batch, learning_rate_init=0.003, max_iter=epochs, n_iter_no_change=epochs,
                        tol=0, random_state=0)
    print(net.fit(scaler.transform(x), y).score(scaler.transform(xt), yt))


def train_on_images(folder, units, batch, epochs):
    import gzip
    import numpy as np
    import torch
    torch.set_num_threads(1)
    torch.manual_seed(0)

    def read(file, header): return np.frombuffer(gzip.open(f'{folder}/{file}').read(), np.uint8, offset=header)

    x = torch.tensor(read('train-images-idx3-ubyte.gz', 16).reshape(-1, 784) / 255., dtype=torch.float32)
    y = torch.tensor(read('train-labels-idx1-ubyte.gz', 8).astype(np.int64))
    order = torch.randperm(len(x))
    train, test = order[len(x) // 5:], order[:len(x) // 5]
    net = torch.nn.Sequential(torch.nn.Linear(784, units), torch.nn.ReLU(), torch.nn.Linear(units, 10))
    optimiser = torch.optim.AdamW(net.parameters(), lr=0.003)
    cost = torch.nn.CrossEntropyLoss()
    for _ in range(epochs):
        shuffled = train[torch.randperm(len(train))]
        for start in range(0, len(shuffled), batch):
            part = shuffled[start:start + batch]
            optimiser.zero_grad()
            cost(net(x[part]), y[part]).backward()
            optimiser.step()
    with torch.no_grad(): print((net(x[test]).argmax(1) == y[test]).float().mean().item())


if sys.argv[1] == 'table':
    write_table(*sys.argv[2:])
else:
    train = train_on_images if sys.argv[1].startswith('images-') else train_on_table
    train(sys.argv[2], *map(int, sys.argv[3:]))
