import os

import flask
import redis

app = flask.Flask(__name__)
store = redis.Redis(host="cache")


@app.get("/")
def hits():
    return f"{os.environ['GREETING']}, visit {store.incr('hits')}\n"


app.run(host="0.0.0.0", port=5000)
