from .wrap import wrap

# https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm
STANDARD_SIZE = 4096
ADVANCED_SIZE = 8192


def apply():
    _names()
    _limits()


def _names():
    from moto.ssm.models import Parameter, SimpleSystemManagerBackend

    @wrap(SimpleSystemManagerBackend, "get_parameters")
    def get_parameters(original, self, names):
        """AWS takes full ARNs, and answers with the parameter's name:
        https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html"""
        found = {}
        for name in names:
            plain = name.removeprefix(self.ssm_prefix) if name.startswith(self.ssm_prefix) else name
            for parameter in original(self, [plain]).values():
                found[name] = parameter
        return found

    @wrap(Parameter, "__init__")
    def init(original, self, *args, **kwargs):
        """A key belongs to SecureString only; moto lets a parameter that became String keep it:
        https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterMetadata.html"""
        original(self, *args, **kwargs)
        if self.parameter_type != "SecureString":
            self.keyid = None


def _limits():
    from moto.ssm.exceptions import ValidationException
    from moto.ssm.models import SimpleSystemManagerBackend

    @wrap(SimpleSystemManagerBackend, "put_parameter")
    def put_parameter(original, self, name, description, value, *args, **kwargs):
        """The sizes of both tiers, and the way back that isn't there; moto takes any value in any tier.

        https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
        """
        stored = self._parameters.get(name)
        was = stored[-1].tier if stored else None
        tier = kwargs.get("tier") or was or "Standard"
        size = len((value or "").encode())
        if was == "Advanced" and tier == "Standard":
            raise ValidationException(
                "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier "
                "to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter."
            )
        if tier == "Standard" and size > STANDARD_SIZE:
            raise ValidationException(
                f"Standard tier parameters support a maximum parameter value of {STANDARD_SIZE} characters. To create a larger parameter "
                "value, upgrade the parameter to use the advanced-parameter tier."
            )
        if size > ADVANCED_SIZE:
            raise ValidationException(f"Advanced tier parameters support a maximum parameter value of {ADVANCED_SIZE} characters.")
        return original(self, name, description, value, *args, **kwargs)
