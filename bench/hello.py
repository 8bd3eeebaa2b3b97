"""The anchor: the smallest Flask page there is, in a page of a few hundred bytes."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "<!doctype html><title>Hello</title><p>Hello, world." + " " * 200
