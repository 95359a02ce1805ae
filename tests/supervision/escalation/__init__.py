"""The ladder lived through by chance: everybody acts in any order, and after every act the laws are looked through."""
