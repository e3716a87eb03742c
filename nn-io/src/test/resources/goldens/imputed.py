"""Prints imputed.csv: what scikit-learn's SimpleImputer makes of a table with missing cells.

    /usr/bin/python3 imputed.py > imputed.csv
"""

import numpy as np
from sklearn.impute import SimpleImputer

random = np.random.RandomState(7)
table = np.round(random.normal(size=(40, 2)), 1)
table[:, 1] = np.round(table[:, 1])
missing = random.uniform(size=table.shape) < 0.25
table[missing] = np.nan

columns = [SimpleImputer(strategy=s, add_indicator=True).fit_transform(table) for s in ("mean", "most_frequent")]
print("a,b," + ",".join(f"{name}-{what}" for what in ("mean", "frequent") for name in ("a", "b", "no-a", "no-b")))
for record in range(len(table)):
    cells = ["" if np.isnan(x) else repr(float(x)) for x in table[record]]
    print(",".join(cells + [repr(float(x)) for c in columns for x in c[record]]))
