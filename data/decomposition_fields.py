"""Fields of a decomposition of change: id, Chinese label, English label, unit, description."""

DECOMPOSITION: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "population_effect_mt",
        "人口效应",
        "Population effect",
        "Mt",
        "Part of a change of CO2 that goes with the change of population (LMDI-I).",
    ),
    (
        "affluence_effect_mt",
        "人均GDP效应（不变价）",
        "Affluence effect (GDP per person, constant prices)",
        "Mt",
        "Part of a change of CO2 that goes with the change of real GDP per person (LMDI-I).",
    ),
    (
        "intensity_effect_mt",
        "碳强度效应（不变价）",
        "Intensity effect (CO2 per GDP, constant prices)",
        "Mt",
        "Part of a change of CO2 that goes with the change of CO2 per real GDP (LMDI-I).",
    ),
    (
        "offset_mt",
        "抵消或减少的排放",
        "Emissions offset or saved",
        "Mt",
        "A negative effect or contribution, as a positive figure.",
    ),
    (
        "contribution_pct_point",
        "对变化率的贡献",
        "Contribution to the change",
        "percentage_point",
        "An effect, or the change of a part, over the first year's total.",
    ),
    (
        "population_change_pct",
        "人口变化",
        "Change of population",
        "percent",
        "Between years.",
    ),
    (
        "real_gdp_per_capita_change_pct",
        "人均GDP变化（不变价）",
        "Change of GDP per person (constant prices)",
        "percent",
        "Real GDP index over year-end population, between two years.",
    ),
    (
        "factor_decline_pct",
        "降幅",
        "Decrease",
        "percent",
        "A fall of a factor of a decomposition, as a positive figure.",
    ),
)
