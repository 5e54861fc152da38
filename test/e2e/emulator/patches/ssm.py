from .wrap import wrap


def apply():
    from moto.ssm.models import Parameter, SimpleSystemManagerBackend

    @wrap(SimpleSystemManagerBackend, "get_parameters")
    def get_parameters(original, self, names):
        """AWS takes full ARNs, and answers with the parameter's name."""
        found = {}
        for name in names:
            plain = name.removeprefix(self.ssm_prefix) if name.startswith(self.ssm_prefix) else name
            for parameter in original(self, [plain]).values():
                found[name] = parameter
        return found

    @wrap(Parameter, "__init__")
    def init(original, self, *args, **kwargs):
        """A key belongs to SecureString only; moto lets a parameter that became String keep it."""
        original(self, *args, **kwargs)
        if self.parameter_type != "SecureString":
            self.keyid = None
