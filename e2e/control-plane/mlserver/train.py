"""Trains a model that tells usual readings (near 0, 0) from unusual ones and writes it to the path that is given."""

import sys

import joblib
import numpy
from sklearn.ensemble import IsolationForest

usual = numpy.random.default_rng(seed=1).normal(size=(256, 2))
joblib.dump(IsolationForest(n_estimators=50, random_state=1).fit(usual), sys.argv[1])
