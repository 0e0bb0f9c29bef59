"""The dashboard in Dash: overview and what-if. Data is read once, a slider calls one callback while it is dragged, and
answers are compressed."""

import os

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

import model

WEEKLY = model.weekly(os.environ["FACTS"])
PLAN = model.plan(os.environ["PLAN"])

app = Dash(__name__, title="Inventory", compress=True, suppress_callback_exceptions=True)
server = app.server
app.layout = html.Div([dcc.Location(id="address"), html.Main(id="page")])


def tile(name, value, note=""):
    title = html.H3(name.replace("_", " ").capitalize())
    return html.Article([title, html.P(f"{value:,.4f}", id=f"value-{name}"), html.P(note)])


def overview():
    now, before = model.kpis(WEEKLY), model.kpis(WEEKLY, model.WEEKS)
    tiles = [tile(name, value, f"{value / before[name] - 1:+.1%}") for name, value in now.items()]
    weeks = WEEKLY.group_by("age").agg(model.pl.col("revenue").sum()).sort("age")
    closing = WEEKLY.filter(model.pl.col("age") == 0)
    trend = go.Figure(go.Scatter(x=weeks["age"].to_list(), y=weeks["revenue"].to_list()))
    bars = go.Figure(go.Bar(x=closing["category"].to_list(), y=closing["closing_value"].to_list()))
    return [html.H1("Inventory"), html.Section(tiles), dcc.Graph(figure=trend), dcc.Graph(figure=bars)]


def what_if():
    sliders = [
        html.Label([
            name.replace("_", " ").capitalize(),
            dcc.Slider(least, most, step, value=model.NOW[name], id=name, marks=None, updatemode="drag"),
        ])
        for name, least, most, step in model.SLIDERS
    ]
    tiles = [tile(name, value) for name, value in model.totals(PLAN, model.NOW).items()]
    return [html.H1("What if"), html.Form(sliders), html.Section(tiles)]


@app.callback(Output("page", "children"), Input("address", "pathname"))
def show(path):
    return what_if() if path == "/what-if" else overview()


@app.callback(
    [Output(f"value-{name}", "children") for name in model.totals(PLAN, model.NOW)],
    [Input(name, "value") for name, *_ in model.SLIDERS],
    prevent_initial_call=True,
)
def recompute(*values):
    chosen = dict(zip((name for name, *_ in model.SLIDERS), values))
    return [f"{value:,.4f}" for value in model.totals(PLAN, chosen).values()]
