"""Every figure that tocsin states: one table, its floors, and adapters for sets of others (`python -m bench --help`)."""
