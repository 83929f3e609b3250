"""From raw cells to a canonical table: headers mapped to the contract, cells read, unusable rows set aside."""
