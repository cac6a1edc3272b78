print("hephaestus-gw")
