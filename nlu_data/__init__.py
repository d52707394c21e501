"""What Rasa learns, and the components it learns with."""
