"""The dashboard in Streamlit: overview and what-if. Data is cached, and a slider reruns a fragment, not the page."""

import os

import streamlit as st

import model

st.set_page_config(page_title="Inventory", layout="wide")


@st.cache_data
def weekly():
    return model.weekly(os.environ["FACTS"])


# A resource, because cached data would be copied for every rerun.
@st.cache_resource
def plan():
    return model.plan(os.environ["PLAN"])


def overview():
    st.title("Inventory")
    weeks = weekly()
    now, before = model.kpis(weeks), model.kpis(weeks, model.WEEKS)
    tiles = st.columns(4) + st.columns(4)
    for tile, (name, value) in zip(tiles, now.items()):
        tile.metric(name.replace("_", " ").capitalize(), f"{value:,.4f}", f"{value / before[name] - 1:+.1%}")
    left, right = st.columns(2)
    left.subheader("Revenue by week")
    left.line_chart(weeks.group_by("age").agg(model.pl.col("revenue").sum()).sort("age"), x="age", y="revenue")
    right.subheader("Stock at cost by category")
    right.bar_chart(weeks.filter(model.pl.col("age") == 0), x="category", y="closing_value")


@st.fragment
def scenario():
    controls, results = st.columns([1, 2])
    chosen = {}
    for name, least, most, step in model.SLIDERS:
        label = name.replace("_", " ").capitalize()
        form = "%.3f" if step < 0.01 else "%.2f"
        chosen[name] = controls.slider(label, least, most, model.NOW[name], step, format=form, key=name)
    tiles = results.columns(2) * 4
    for tile, (name, value) in zip(tiles, model.totals(plan(), chosen).items()):
        tile.metric(name.replace("_", " ").capitalize(), f"{value:,.4f}")


def what_if():
    st.title("What if")
    scenario()


st.navigation([
    st.Page(overview, title="Overview", default=True),
    st.Page(what_if, title="What if", url_path="what-if"),
]).run()
