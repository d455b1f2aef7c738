using System.Text;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>A writer as Spectre.Console sees it. Its own only knows System.Console's writers to be terminals.</summary>
internal sealed class TerminalOutput(TextWriter writer, bool isTerminal, int width) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => isTerminal;

    public int Width => width;

    // Nothing here is as tall as a screen.
    public int Height => int.MaxValue;

    // Always UTF-8.
    public void SetEncoding(Encoding encoding)
    {
    }
}
