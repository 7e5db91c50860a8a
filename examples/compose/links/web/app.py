import flask
import redis

app = flask.Flask(__name__)
store = redis.Redis(host="redis")


@app.get("/")
def hits():
    return f"Visit {store.incr('hits')}\n"


app.run(host="0.0.0.0", port=5000)
