// Without the web font: nothing but what the visitor's system has.
import DefaultTheme from 'vitepress/theme-without-fonts';
import './style.css';

export default DefaultTheme;
