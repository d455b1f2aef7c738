namespace CniChain.TestPlugins;

/// <summary>Claims to be a plugin without being one.</summary>
[CniPlugin("wrongclass")]
public sealed class WrongClass
{
    public override string ToString() => "no plugin";
}
