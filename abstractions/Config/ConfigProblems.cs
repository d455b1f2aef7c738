namespace CniChain;

/// <summary>What was found wrong while a configuration was read; see <see cref="NetworkConfig.Read{T}"/>.</summary>
internal sealed class ConfigProblems
{
    private readonly List<string> texts = [];

    public void Add(string text) => texts.Add(text);

    public void ThrowIfAny(string pluginType)
    {
        if (texts.Count > 0)
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, $"{pluginType}: {string.Join("; and ", texts)}");
        }
    }
}
